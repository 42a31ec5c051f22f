package stator.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stator.iam.directory.Account;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.OpenIdProvider;
import stator.iam.entity.Tag;
import stator.iam.query.Action;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** OpenID Connect providers: whose web identities {@code AssumeRoleWithWebIdentity} takes. */
final class OpenIdProviderActions {
    /** Issuers of others are only believed if their certificate is. */
    private static final Pattern URL =
            Pattern.compile(
                    "(https)://([a-zA-Z0-9.-]+(?::\\d+)?(?:/\\S*)?)"
                            + "|(http)://((?:localhost|127\\.0\\.0\\.1)(?::\\d+)?(?:/\\S*)?)");

    private static final int THUMBPRINTS_MAX = 5;
    private static final int CLIENTS_MAX = 100;

    private final Finder finder;

    OpenIdProviderActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateOpenIDConnectProvider", this::create,
                "GetOpenIDConnectProvider", this::get,
                "ListOpenIDConnectProviders", this::list,
                "DeleteOpenIDConnectProvider", this::delete,
                "AddClientIDToOpenIDConnectProvider", this::addClient,
                "RemoveClientIDFromOpenIDConnectProvider", this::removeClient,
                "UpdateOpenIDConnectProviderThumbprint", this::updateThumbprints);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String url = call.required("Url");
        List<String> clients = call.texts("ClientIDList");
        List<String> thumbprints = call.texts("ThumbprintList");
        List<Tag> tags = Tags.read(call.parameters(), EntityType.OPEN_ID_PROVIDER);
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw IamErrors.validation("Invalid Open ID Connect Provider URL");
        }
        requireThumbprints(thumbprints);
        requireClients(clients);
        boolean isSecure = parts.group(1) != null;
        String name = parts.group(isSecure ? 2 : 4);
        if (account.providers().find(name).isPresent()) {
            throw IamErrors.alreadyExists("Provider with url " + url + " already exists.");
        }
        OpenIdProvider provider =
                new OpenIdProvider(
                        isSecure ? "https" : "http",
                        new Identity.Label("/", name, name, finder.directory().now(), tags),
                        clients,
                        thumbprints);
        account.providers().put(provider);
        result.text("OpenIDConnectProviderArn", provider.arn(account.id()));
        Views.tags(result, tags);
    }

    private static void requireThumbprints(List<String> thumbprints) {
        if (thumbprints.size() > THUMBPRINTS_MAX) {
            throw IamErrors.invalidInput("Thumbprint list must contain fewer than 5 entries.");
        }
    }

    private static void requireClients(List<String> clients) {
        if (clients.size() > CLIENTS_MAX) {
            throw IamErrors.quota("ClientIdsPerOpenIdConnectProvider", CLIENTS_MAX);
        }
    }

    private void get(QueryCall call, QueryXml result) {
        OpenIdProvider provider = provider(finder, call);
        result.text("Url", provider.name())
                .texts("ClientIDList", provider.clientIds())
                .texts("ThumbprintList", provider.thumbprints())
                .time("CreateDate", provider.created());
        Views.allTags(result, Tags.listed(provider.tags(), EntityType.OPEN_ID_PROVIDER));
    }

    /** The provider that {@code OpenIDConnectProviderArn} says. */
    static OpenIdProvider provider(Finder finder, QueryCall call) {
        String arn = call.required("OpenIDConnectProviderArn");
        return finder.account(call)
                .provider(arn)
                .orElseThrow(() ->
                        IamErrors.noSuchEntity("OpenIDConnect Provider not found for arn " + arn));
    }

    private void list(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        result.list(
                "OpenIDConnectProviderList",
                account.providers().all(),
                provider -> result.text("Arn", provider.arn(account.id())));
    }

    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String arn = call.required("OpenIDConnectProviderArn");
        account.providers()
                .remove(
                        account.provider(arn)
                                .orElseThrow(() ->
                                        IamErrors.noSuchEntity(
                                                "OpenId connect Provider "
                                                        + arn
                                                        + " cannot be found.")));
    }

    private void addClient(QueryCall call, QueryXml result) {
        OpenIdProvider provider = provider(finder, call);
        String client = call.required("ClientID");
        if (!provider.clientIds().contains(client)) {
            List<String> more = new ArrayList<>(provider.clientIds());
            more.add(client);
            requireClients(more);
            finder.account(call).providers().put(provider.forClients(more));
        }
    }

    private void removeClient(QueryCall call, QueryXml result) {
        OpenIdProvider provider = provider(finder, call);
        List<String> fewer = new ArrayList<>(provider.clientIds());
        if (fewer.remove(call.required("ClientID"))) {
            finder.account(call).providers().put(provider.forClients(fewer));
        }
    }

    private void updateThumbprints(QueryCall call, QueryXml result) {
        OpenIdProvider provider = provider(finder, call);
        List<String> thumbprints = call.texts("ThumbprintList");
        requireThumbprints(thumbprints);
        finder.account(call).providers().put(provider.withThumbprints(thumbprints));
    }
}
