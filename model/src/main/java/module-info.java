/** The nouns of the DynamoDB API. Knows no JSON, no bytes on disk, no HTTP. */
module stator.model {
    exports stator.model;
}
