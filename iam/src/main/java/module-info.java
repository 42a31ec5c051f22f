/** Identity: users, groups, roles and policies (IAM), and sessions (STS), as services of AWS. */
module stator.iam {
    requires transitive stator.door;
    requires java.net.http;
    requires tools.jackson.core;

    exports stator.iam;
}
