/**
 * The operations of PartiQL. A statement becomes the same reads and writes as any other request
 * has; {@link stator.operation.partiql} has the language.
 */
package stator.operation.statement;
