/**
 * Whose help functions need: what the server connects them with. Nothing here knows how it is done.
 */
package stator.lambda.neighbour;
