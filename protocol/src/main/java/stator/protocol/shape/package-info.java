/** What requests are made of, as the models of services say. Knows no JSON and no request. */
package stator.protocol.shape;
