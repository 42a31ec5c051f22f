/** What services do in the background. */
package stator.door.work;
