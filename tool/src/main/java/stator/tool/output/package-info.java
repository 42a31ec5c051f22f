/** Where a command writes to: files, standard output, the terminal. */
package stator.tool.output;
