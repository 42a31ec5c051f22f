/**
 * Objects that come in forms of web pages (POST Object): the form, the policy that says what it may
 * be, and the operation.
 */
package stator.s3.form;
