package stator.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.iam.query.Action;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/**
 * What nobody has here, since it cannot be made: passwords, devices, certificates and keys of other
 * kinds. Whoever removes a user with all that it may have (Terraform's {@code force_destroy}) asks
 * for them.
 */
final class AbsentActions {
    private final Finder finder;

    AbsentActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        Map<String, Action> actions = new HashMap<>();
        Map.of(
                        "ListMFADevices", "MFADevices",
                        "ListSSHPublicKeys", "SSHPublicKeys",
                        "ListSigningCertificates", "Certificates",
                        "ListServiceSpecificCredentials", "ServiceSpecificCredentials",
                        "ListVirtualMFADevices", "VirtualMFADevices",
                        "ListServerCertificates", "ServerCertificateMetadataList",
                        "ListSAMLProviders", "SAMLProviderList")
                .forEach((action, list) ->
                        actions.put(action, (call, result) -> none(call, result, list)));
        actions.put("GetLoginProfile", this::noLogin);
        actions.put("DeleteLoginProfile", this::noLogin);
        return actions;
    }

    private void none(QueryCall call, QueryXml result, String list) {
        call.text("UserName").ifPresent(name -> finder.user(call, name));
        result.texts(list, List.of()).flag("IsTruncated", false);
    }

    private void noLogin(QueryCall call, QueryXml result) {
        String name = finder.callerOr(call, "UserName").name();
        throw IamErrors.noSuchEntity("Login Profile for User " + name + " cannot be found.");
    }
}
