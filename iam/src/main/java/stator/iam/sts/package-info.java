/**
 * AWS Security Token Service: who calls, and temporary credentials. {@link
 * stator.iam.sts.StsService} is where to start.
 */
package stator.iam.sts;
