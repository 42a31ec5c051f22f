package stator.tool;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import stator.identity.Credentials;
import stator.identity.Profile;
import stator.tool.client.Administration;
import stator.tool.client.BackOff;
import stator.tool.client.DynamoDb;
import stator.tool.client.Endpoint;
import stator.tool.client.ToolException;

/** The options of all commands: where the tables are, and how much is said. */
final class CommonOptions {
    private static final String LOCAL = "http://localhost:8000";
    private static final String LOCAL_REGION = "us-east-1";
    private static final Credentials LOCAL_CREDENTIALS = new Credentials("stator", "stator");

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description = {
                "Where the tables are. Default: AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL or"
                        + " endpoint_url of the profile; else http://localhost:8000."
            })
    private String url;

    @Option(names = "--aws", description = "The tables are at AWS, in the region.")
    private boolean aws;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            description = {
                "Default: AWS_REGION, AWS_DEFAULT_REGION or the profile's; on this machine us-east-1."
            })
    private String region;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = {
                "Credentials and settings in the files of AWS's CLI. Default: those of the environment,"
                        + " then the profile AWS_PROFILE or 'default'."
            })
    private String profileName;

    @Option(names = "--quiet", description = "Show no progress.")
    private boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this.")
    private boolean helpAsked;

    boolean quiet() {
        return quiet;
    }

    /**
     * Connects.
     *
     * @throws ToolException if something is missing
     */
    DynamoDb open(Map<String, String> environment) {
        return new DynamoDb(
                endpoint(environment), Clock.systemUTC(), BackOff.standard(new SecureRandom()));
    }

    /**
     * Connects to what is Stator's own.
     *
     * @throws ToolException if something is missing, or it is AWS
     */
    Administration administer(Map<String, String> environment) {
        if (aws) {
            throw new ToolException("AWS checks its tables itself. Leave out --aws.");
        }
        return new Administration(
                endpoint(environment), Clock.systemUTC(), BackOff.standard(new SecureRandom()));
    }

    Endpoint endpoint(Map<String, String> environment) {
        Profile profile = profile(environment);
        Optional<String> chosen =
                first(
                        region,
                        environment.get("AWS_REGION"),
                        environment.get("AWS_DEFAULT_REGION"),
                        profile.find("region").orElse(null));
        URI uri = uri(environment, profile, chosen);
        boolean isLocal = Endpoint.isLocal(uri);
        String place =
                chosen.or(() -> isLocal ? Optional.of(LOCAL_REGION) : Optional.empty())
                        .orElseThrow(() -> new ToolException("No region is set. Add --region."));
        Credentials credentials =
                credentials(environment, profile)
                        .or(() -> isLocal ? Optional.of(LOCAL_CREDENTIALS) : Optional.empty())
                        .orElseThrow(() ->
                                new ToolException(
                                        "There are no credentials, neither in the environment nor in"
                                                + " the profile '"
                                                + profile.name()
                                                + "'. For those that AWS's CLI finds elsewhere:"
                                                + " eval \"$(aws configure export-credentials"
                                                + " --format env)\""));
        return new Endpoint(uri, place, credentials);
    }

    private Profile profile(Map<String, String> environment) {
        String name = first(profileName, environment.get("AWS_PROFILE")).orElse(Profile.DEFAULT);
        try {
            Profile profile = Profile.read(name, environment);
            if (profileName != null && !profile.exists()) {
                throw new ToolException("There is no profile '" + name + "' in ~/.aws.");
            }
            return profile;
        } catch (IOException e) {
            throw new ToolException("The profile '" + name + "' cannot be read: " + e, e);
        }
    }

    /** Who names a profile means its credentials. */
    private Optional<Credentials> credentials(Map<String, String> environment, Profile profile) {
        Optional<Credentials> ofProfile = Credentials.of(profile);
        Optional<Credentials> ofEnvironment = Credentials.of(environment);
        return profileName == null
                ? ofEnvironment.or(() -> ofProfile)
                : ofProfile.or(() -> ofEnvironment);
    }

    private URI uri(Map<String, String> environment, Profile profile, Optional<String> chosen) {
        if (aws && url != null) {
            throw new ToolException("--aws and --endpoint-url contradict each other.");
        }
        if (aws) {
            String place =
                    chosen.orElseThrow(() -> new ToolException("--aws needs a region: --region."));
            String suffix = place.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
            return checked("https://dynamodb." + place + suffix);
        }
        return checked(
                first(
                                url,
                                environment.get("AWS_ENDPOINT_URL_DYNAMODB"),
                                environment.get("AWS_ENDPOINT_URL"),
                                profile.find("endpoint_url").orElse(null))
                        .orElse(LOCAL));
    }

    private static URI checked(String text) {
        try {
            URI uri = new URI(text);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new ToolException(
                    "This is no endpoint: " + text + " (" + e.getReason() + ").", e);
        }
        throw new ToolException(
                "This is no endpoint: " + text + ". It must be like http://localhost:8000.");
    }

    private static Optional<String> first(String... values) {
        for (String value : values) {
            if (value != null && !value.isBlank()) {
                return Optional.of(value.strip());
            }
        }
        return Optional.empty();
    }
}
