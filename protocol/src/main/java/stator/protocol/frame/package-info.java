/** AWS's event stream: messages that follow each other in the body of one answer, as they come. */
package stator.protocol.frame;
