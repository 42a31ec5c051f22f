package stator.lambda.api;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import stator.door.Access;
import stator.door.Reply;
import stator.door.Request;
import stator.identity.Principal;
import stator.lambda.code.CodeStore;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.LambdaException;
import stator.lambda.function.LayerStore;

/** All operations: finds the one that a request means, and lets it answer. Thread-safe. */
public final class LambdaApi {
    private static final int SECRET_BYTES = 16;

    private final Model model = Model.load();
    private final CallReader reader = new CallReader(model);
    private final Map<String, Function<Call, Reply>> operations = new HashMap<>();
    private final CodePages pages;

    /** What the operations work with. */
    public LambdaApi(LambdaParts parts) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        FunctionStore functions = parts.functions();
        LayerStore layers = parts.layers();
        CodeStore code = parts.code();
        CodeRequest codeRequest = new CodeRequest(code, parts.buckets());
        pages = new CodePages(code, parts.endpoint(), secret);
        addFunctions(
                new FunctionOperations(
                        functions,
                        code,
                        codeRequest,
                        new ConfigurationRequest(layers, parts.roles()),
                        new RuntimeCheck(model, parts.sandboxes()),
                        parts.sandboxes(),
                        parts.invoker(),
                        pages,
                        parts.clock()));
        InvokeOperations invocations = new InvokeOperations(parts.invoker(), parts.events());
        operations.put("Invoke", invocations::invoke);
        operations.put(
                "InvokeWithResponseStream",
                new StreamOperations(parts.invoker(), invocations)::invoke);
        addUrls(new UrlOperations(functions, parts.urls(), parts.endpoint(), parts.clock()));
        addVersions(new VersionOperations(functions, parts.clock()));
        addPolicies(new PolicyOperations(functions));
        addSettings(new SettingOperations(functions, parts.clock()));
        addTags(new TagOperations(functions));
        addLayers(new LayerOperations(layers, functions, code, codeRequest, pages, parts.clock()));
        addMappings(new MappingOperations(functions, parts.mappings(), parts.clock()));
        operations.put("GetAccountSettings", new AccountOperations(functions)::settings);
    }

    private void addFunctions(FunctionOperations of) {
        operations.put("CreateFunction", of::create);
        operations.put("GetFunction", of::get);
        operations.put("GetFunctionConfiguration", of::getConfiguration);
        operations.put("ListFunctions", of::list);
        operations.put("DeleteFunction", of::delete);
        operations.put("UpdateFunctionCode", of::updateCode);
        operations.put("UpdateFunctionConfiguration", of::updateConfiguration);
    }

    private void addVersions(VersionOperations of) {
        operations.put("PublishVersion", of::publish);
        operations.put("ListVersionsByFunction", of::listVersions);
        operations.put("CreateAlias", of::createAlias);
        operations.put("GetAlias", of::getAlias);
        operations.put("ListAliases", of::listAliases);
        operations.put("UpdateAlias", of::updateAlias);
        operations.put("DeleteAlias", of::deleteAlias);
    }

    private void addPolicies(PolicyOperations of) {
        operations.put("AddPermission", of::add);
        operations.put("RemovePermission", of::remove);
        operations.put("GetPolicy", of::get);
    }

    private void addSettings(SettingOperations of) {
        operations.put("PutFunctionConcurrency", of::putConcurrency);
        operations.put("GetFunctionConcurrency", of::getConcurrency);
        operations.put("DeleteFunctionConcurrency", of::deleteConcurrency);
        operations.put("PutProvisionedConcurrencyConfig", of::putProvisioned);
        operations.put("GetProvisionedConcurrencyConfig", of::getProvisioned);
        operations.put("ListProvisionedConcurrencyConfigs", of::listProvisioned);
        operations.put("DeleteProvisionedConcurrencyConfig", of::deleteProvisioned);
        operations.put("PutFunctionEventInvokeConfig", of::putEventInvoke);
        operations.put("UpdateFunctionEventInvokeConfig", of::updateEventInvoke);
        operations.put("GetFunctionEventInvokeConfig", of::getEventInvoke);
        operations.put("ListFunctionEventInvokeConfigs", of::listEventInvoke);
        operations.put("DeleteFunctionEventInvokeConfig", of::deleteEventInvoke);
        operations.put("PutFunctionRecursionConfig", of::putRecursion);
        operations.put("GetFunctionRecursionConfig", of::getRecursion);
        operations.put("PutRuntimeManagementConfig", of::putRuntimeManagement);
        operations.put("GetRuntimeManagementConfig", of::getRuntimeManagement);
    }

    private void addMappings(MappingOperations of) {
        operations.put("CreateEventSourceMapping", of::create);
        operations.put("GetEventSourceMapping", of::get);
        operations.put("ListEventSourceMappings", of::list);
        operations.put("UpdateEventSourceMapping", of::update);
        operations.put("DeleteEventSourceMapping", of::delete);
    }

    private void addUrls(UrlOperations of) {
        operations.put("CreateFunctionUrlConfig", of::create);
        operations.put("GetFunctionUrlConfig", of::get);
        operations.put("ListFunctionUrlConfigs", of::list);
        operations.put("UpdateFunctionUrlConfig", of::update);
        operations.put("DeleteFunctionUrlConfig", of::delete);
    }

    private void addTags(TagOperations of) {
        operations.put("TagResource", of::tag);
        operations.put("UntagResource", of::untag);
        operations.put("ListTags", of::list);
    }

    private void addLayers(LayerOperations of) {
        operations.put("PublishLayerVersion", of::publish);
        operations.put("GetLayerVersion", of::get);
        operations.put("GetLayerVersionByArn", of::getByArn);
        operations.put("ListLayerVersions", of::listVersions);
        operations.put("ListLayers", of::list);
        operations.put("DeleteLayerVersion", of::delete);
        operations.put("AddLayerVersionPermission", of::addPermission);
        operations.put("RemoveLayerVersionPermission", of::removePermission);
        operations.put("GetLayerVersionPolicy", of::getPolicy);
    }

    /** The names of the operations that are answered. */
    public Set<String> operations() {
        return Set.copyOf(operations.keySet());
    }

    /** Answers a request of an accepted caller. */
    public Reply answer(Request request, Principal principal) {
        Optional<Reply> page = pages.answer(request.path());
        if (page.isPresent()) {
            return page.get();
        }
        Optional<Model.Match> match = match(request);
        if (match.isEmpty()) {
            return Reply.unknownOperation();
        }
        String name = match.get().operation().name();
        Reply reply;
        try {
            Call call = reader.read(match.get(), request, principal);
            reply = operations.get(name).apply(call);
        } catch (LambdaException error) {
            reply = Answers.error(error);
        }
        return reply.ended(name, reply.error());
    }

    private Optional<Model.Match> match(Request request) {
        return model.match(request.method(), request.path(), request.query())
                .filter(match -> operations.containsKey(match.operation().name()));
    }

    /** Answers a request without credentials; empty if it needs some. */
    public Optional<Reply> answerAnybody(Request request) {
        return pages.answer(request.path());
    }

    /** What a request would do, in the words of policies. */
    public List<Access> accesses(Request request, Principal principal) {
        return match(request).map(match -> Accesses.of(match, principal)).orElse(List.of());
    }
}
