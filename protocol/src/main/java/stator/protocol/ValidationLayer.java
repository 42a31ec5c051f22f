package stator.protocol;

/**
 * The two ways in which AWS checks requests and words what is wrong with them.
 *
 * <p>Since June 2026 AWS moves its operations, one by one and region by region, from its service
 * framework's checks to new ones, which stop earlier and word some things differently. The
 * operations whose {@link RequestRules#layer()} is the current one have moved in nearly all regions
 * (captures of October 2026, published by the dynamodb-conformance suite). Even they use the older
 * layer for a request that lacks a required member, or whose values are nested more than {@value
 * #DEPTH_MAX} levels deep.
 */
public enum ValidationLayer {
    /** The checks since 2026. */
    CURRENT,
    /** The checks of AWS's service framework. */
    OLDER;

    /** The deepest value, in levels of maps and lists, that the current layer reads. */
    static final int DEPTH_MAX = 62;
}
