/**
 * The URLs of functions as whoever calls them sees them: requests of HTTP become events of payload
 * format 2.0, and what functions answer becomes answers of HTTP. It knows nothing of the API that
 * makes them. Start reading at {@link stator.lambda.url.UrlService}.
 */
package stator.lambda.url;
