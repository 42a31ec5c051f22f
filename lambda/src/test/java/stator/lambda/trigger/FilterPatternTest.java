package stator.lambda.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.protocol.JsonTree;

/** The rules of event patterns, one by one. */
class FilterPatternTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"a":["x"]}                                   | {"a":"x"}            | true
                    {"a":["x"]}                                   | {"a":"y"}            | false
                    {"a":["x","y"]}                               | {"a":"y"}            | true
                    {"a":["x"]}                                   | {"b":"x"}            | false
                    {"a":[1]}                                     | {"a":1.0}            | true
                    {"a":[1]}                                     | {"a":"1"}            | false
                    {"a":[true]}                                  | {"a":true}           | true
                    {"a":[null]}                                  | {"a":null}           | true
                    {"a":["x"],"b":["y"]}                         | {"a":"x"}            | false
                    {"a":["x"],"b":["y"]}                         | {"a":"x","b":"y"}    | true
                    {"a":{"b":["x"]}}                             | {"a":{"b":"x"}}      | true
                    {"a":["x"]}                                   | {"a":["z","x"]}      | true
                    {"a":[{"prefix":"ab"}]}                       | {"a":"abc"}          | true
                    {"a":[{"prefix":"ab"}]}                       | {"a":"ABC"}          | false
                    {"a":[{"prefix":{"equals-ignore-case":"ab"}}]} | {"a":"ABC"}         | true
                    {"a":[{"suffix":".png"}]}                     | {"a":"x.png"}        | true
                    {"a":[{"equals-ignore-case":"Alice"}]}        | {"a":"aLICE"}        | true
                    {"a":[{"wildcard":"a*c*"}]}                   | {"a":"abbcd"}        | true
                    {"a":[{"wildcard":"a*c"}]}                    | {"a":"abcb"}         | false
                    {"a":[{"cidr":"10.1.0.0/16"}]}                | {"a":"10.1.255.9"}   | true
                    {"a":[{"cidr":"10.1.0.0/16"}]}                | {"a":"10.2.0.1"}     | false
                    {"a":[{"cidr":"10.1.0.0/16"}]}                | {"a":"host"}         | false
                    {"a":[{"cidr":"2001:db8::/32"}]}              | {"a":"2001:db8::7"}  | true
                    {"a":[{"numeric":[">",5,"<=",10]}]}           | {"a":10}             | true
                    {"a":[{"numeric":[">",5]}]}                   | {"a":5}              | false
                    {"a":[{"numeric":["=",5]}]}                   | {"a":"5"}            | false
                    {"a":[{"exists":true}]}                       | {"a":"x"}            | true
                    {"a":[{"exists":true}]}                       | {}                   | false
                    {"a":[{"exists":false}]}                      | {}                   | true
                    {"a":[{"exists":false}]}                      | {"a":{"b":"x"}}      | true
                    {"a":[{"anything-but":"x"}]}                  | {"a":"y"}            | true
                    {"a":[{"anything-but":["x","y"]}]}            | {"a":"y"}            | false
                    {"a":[{"anything-but":"x"}]}                  | {}                   | false
                    {"a":[{"anything-but":{"prefix":"ab"}}]}      | {"a":"abc"}          | false
                    {"a":[{"anything-but":{"suffix":["b","c"]}}]} | {"a":"abd"}          | true
                    {"a":["x",{"prefix":"y"}]}                    | {"a":"yes"}          | true
                    {"$or":[{"a":["x"]},{"b":["y"]}]}             | {"b":"y"}            | true
                    {"$or":[{"a":["x"]},{"b":["y"]}]}             | {"b":"z"}            | false
                    """)
    void aPatternMatches(String pattern, String event, boolean matches) {
        Object tree = JsonTree.parse(event).orElseThrow();
        assertEquals(matches, FilterPattern.parse(pattern).orElseThrow().matches(tree));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "[]",
                "{}",
                "{\"a\":\"x\"}",
                "{\"a\":[]}",
                "{\"a\":[[\"x\"]]}",
                "{\"a\":[{\"prefix\":1}]}",
                "{\"a\":[{\"cidr\":\"10.0.0.0/33\"}]}",
                "{\"a\":[{\"cidr\":\"example.com\"}]}",
                "{\"a\":[{\"nothing\":\"x\"}]}",
                "{\"a\":[{\"numeric\":[\">\"]}]}",
                "{\"a\":[{\"numeric\":[\"~\",1]}]}",
                "{\"a\":[{\"exists\":\"true\"}]}",
                "{\"$or\":{}}"
            })
    void whatIsNoPatternIsNone(String pattern) {
        assertTrue(FilterPattern.parse(pattern).isEmpty());
        assertEquals(Optional.empty(), Filters.parse(List.of(pattern)));
    }
}
