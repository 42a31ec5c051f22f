/**
 * The expressions of the DynamoDB API: text, tree, bound form, evaluation. Knows no tables, no
 * storage, no JSON.
 */
module stator.expression {
    requires transitive stator.model;

    exports stator.expression;
    exports stator.expression.error;
    exports stator.expression.key;
    exports stator.expression.legacy;
}
