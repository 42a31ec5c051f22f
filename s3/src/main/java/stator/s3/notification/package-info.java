/** Notifications of what happens to objects. Where they go is the affair of another service. */
package stator.s3.notification;
