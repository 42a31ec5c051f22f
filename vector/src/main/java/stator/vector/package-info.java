/**
 * Which of many vectors are nearest to one: the distances, and the search.
 *
 * <p>It never knows what the vectors belong to, where they are kept, or who asks. Start with {@link
 * stator.vector.DistanceFunction}.
 */
package stator.vector;
