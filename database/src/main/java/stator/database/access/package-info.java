/**
 * Which keys are accessed most.
 *
 * <p>Never knows a store. Start reading at {@link stator.database.access.KeyAccess}.
 */
package stator.database.access;
