/** Items as files have them: DynamoDB JSON, plain JSON, CSV, Ion. */
package stator.tool.item;
