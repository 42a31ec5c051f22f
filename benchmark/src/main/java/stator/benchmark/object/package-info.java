/** Objects up and down: Stator's S3 beside a server of files that does nothing else. */
package stator.benchmark.object;
