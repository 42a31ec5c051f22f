import type { Namespace } from "./client.ts";
import { members, queryCall, text } from "./query.ts";

const IAM = { name: "iam", version: "2010-05-08", region: "us-east-1" };

export type PrincipalKind = "User" | "Group" | "Role";

export interface NamedDocument {
  readonly name: string;
  readonly document: string;
}

/** A user, a group or a role. */
export interface Principal {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly arn: string;
  readonly inline: readonly NamedDocument[];
  readonly attached: readonly { readonly name: string; readonly arn: string }[];
  readonly groups: readonly string[];
  /** Who may take a role; "" for others. */
  readonly trust: string;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly document: string;
  readonly attachments: number;
}

/** All that decides who may do what in an account. */
export interface Authorization {
  readonly principals: readonly Principal[];
  readonly policies: readonly ManagedPolicy[];
}

export function iam(
  namespace: Namespace,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<Element> {
  return queryCall(IAM, namespace, action, parameters);
}

export async function authorization(namespace: Namespace): Promise<Authorization> {
  const principals: Principal[] = [];
  const policies: ManagedPolicy[] = [];
  let marker = "";
  do {
    const page = await iam(namespace, "GetAccountAuthorizationDetails", marker ? { Marker: marker } : {});
    for (const kind of ["User", "Group", "Role"] as const) {
      principals.push(...members(page, `${kind}DetailList`).map((one) => principal(kind, one)));
    }
    policies.push(...members(page, "Policies").map(policy));
    marker = text(page, "IsTruncated") === "true" ? text(page, "Marker") : "";
  } while (marker);
  return { principals, policies };
}

function principal(kind: PrincipalKind, element: Element): Principal {
  return {
    kind,
    name: text(element, `${kind}Name`),
    arn: text(element, "Arn"),
    inline: members(element, `${kind}PolicyList`).map((one) => ({
      name: text(one, "PolicyName"),
      document: decoded(text(one, "PolicyDocument")),
    })),
    attached: members(element, "AttachedManagedPolicies").map((one) => ({
      name: text(one, "PolicyName"),
      arn: text(one, "PolicyArn"),
    })),
    groups: members(element, "GroupList").map((one) => one.textContent ?? ""),
    trust: decoded(text(element, "AssumeRolePolicyDocument")),
  };
}

function policy(element: Element): ManagedPolicy {
  const version = members(element, "PolicyVersionList").find(
    (one) => text(one, "IsDefaultVersion") === "true",
  );
  return {
    name: text(element, "PolicyName"),
    arn: text(element, "Arn"),
    document: version ? decoded(text(version, "Document")) : "",
    attachments: Number(text(element, "AttachmentCount")),
  };
}

/** Documents are percent-encoded in answers (RFC 3986). */
function decoded(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

export interface AccessKey {
  readonly id: string;
  readonly status: string;
  /** Only when it has just been made. */
  readonly secret: string;
}

export async function accessKeys(namespace: Namespace, user: string): Promise<AccessKey[]> {
  const page = await iam(namespace, "ListAccessKeys", { UserName: user });
  return members(page, "AccessKeyMetadata").map((one) => ({
    id: text(one, "AccessKeyId"),
    status: text(one, "Status"),
    secret: "",
  }));
}
