// Decides cases that come as JSON lines, by an evaluator of others that has no code of ours in it.
// It is found in the folder that the first argument names, where npm put it.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { runSimulation } = require("@cloud-copilot/iam-simulate");

const WORDS = { Allowed: "allowed", ExplicitlyDenied: "explicitDeny", ImplicitlyDenied: "implicitDeny" };

function simulation(one) {
  const named = (policies) => policies.map((policy, index) => ({ name: `p${index}`, policy }));
  return {
    request: {
      principal: one.principal,
      action: one.action,
      resource: { resource: one.resource, accountId: one.owner },
      contextVariables: one.context,
    },
    sessionPolicy: one.session[0],
    identityPolicies: named(one.identity),
    permissionBoundaryPolicies: one.boundary.length ? named(one.boundary) : undefined,
    resourcePolicy: one.resourcePolicy ?? undefined,
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const result = await runSimulation(simulation(JSON.parse(line)), {});
  const answer =
    result.resultType === "error" ? "error: " + JSON.stringify(result.errors) : WORDS[result.overallResult];
  process.stdout.write(answer + "\n");
}
