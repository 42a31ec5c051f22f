/**
 * What the tests of several services stand on: a request without a network, and a clock that is
 * moved by hand. It goes to the other modules as the test jar of this one, and is a package of its
 * own because the door's module keeps all others to itself.
 */
package stator.door.testing;
