using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Tests.Schema;

/// <summary>
/// Generates profile.schema.json, with which editors complete and check profiles, from the library's own names: the schema never has a call or a
/// constant that the compiler lacks, nor lacks one.
/// </summary>
internal static class ProfileSchema
{
    private static readonly JsonSerializerOptions _readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema, JSON Schema draft-07, the dialect that editors' YAML support knows best.</summary>
    internal static string Text => new JsonObject
    {
        ["$schema"] = "http://json-schema.org/draft-07/schema#",
        ["title"] = "A seccomp profile of Kiln",
        ["description"] = "Generated from the library by the tests; seccomp-profiles/README.md teaches the language.",
        ["anyOf"] = new JsonArray(Reference("profile"), Reference("constants")),
        ["definitions"] = new JsonObject
        {
            ["profile"] = Profile(),
            ["constants"] = Constants(),
            ["syscall"] = Described("A system call of x86_64, by name.", OneOf(SyscallTable.Numbers.Select(number => SyscallTable.NameOf(number)!))),
            ["constant"] = OneOf(NamedConstants.All.Select(constant => constant.Name).Distinct()),
            ["value"] = Value(),
            ["number"] = Number(),
            ["name"] = Described("A name of a file of constants.", Pattern("^[A-Z][A-Z0-9_]*$")),
            ["rule"] = Rule(),
            ["condition"] = Condition(),
        },
    }.ToJsonString(_readable) + "\n";

    private static JsonObject Profile() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("profile", "default"),
        ["anyOf"] = new JsonArray(Requires("include"), Requires("rules")),
        ["properties"] = new JsonObject
        {
            ["profile"] = Described("The file's name without .yaml.", Pattern("^[a-z]+$")),
            ["default"] = Described("The answer to a call that no rule answers; it never lets a call through.", Action("trap", "kill_thread", "kill_process")),
            ["include"] = Described("Profiles beside this one, whose rules are asked first, each once; and files of constants, whose names the rules use.", List(Pattern("^[a-z]+$"))),
            ["common"] = Described("Calls that the program tests before it searches, most frequent first.", List(Reference("syscall"))),
            ["rules"] = Described("Asked in their order; the first whose conditions all hold answers.", List(Reference("rule"))),
        },
    };

    private static JsonObject Constants() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("constants", "names"),
        ["properties"] = new JsonObject
        {
            ["constants"] = Described("The file's name without .yaml.", Pattern("^[a-z]+$")),
            ["names"] = Described(
                "Names of numbers, for conditions by 'is'.",
                List(new JsonObject { ["anyOf"] = new JsonArray(Constant("value"), Constant("first", "last")) })),
        },
    };

    private static JsonObject Constant(params string[] numbers)
    {
        JsonObject properties = new() { ["name"] = Reference("name") };
        foreach (string number in numbers)
        {
            properties[number] = Reference("number");
        }
        properties["means"] = Described("What a reader calls it, in ASCII.", Pattern("^(?=.*[!-~])[ -~]{1,80}$"));
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. numbers.Prepend("name").Append("means").Select(name => (JsonNode)name)]),
            ["properties"] = properties,
        };
    }

    private static JsonObject Rule() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("syscall", "reason"),
        ["properties"] = new JsonObject
        {
            ["syscall"] = Described(
                "A call, or a list of calls: a rule for each.", new JsonObject { ["anyOf"] = new JsonArray(Reference("syscall"), List(Reference("syscall"))) }),
            ["args"] = Described("Conditions that must all hold; without them the rule always answers.", List(Reference("condition"))),
            ["action"] = Described(
                "What the rule answers; allow when it says nothing.", Action("allow", "log", "trace", "trap", "kill_thread", "kill_process")),
            ["reason"] = Described("What needs the call, and for what, in a line.", Prose()),
            ["allow"] = Described("Warnings that the reason answers for.", List(OneOf(WarningIds()))),
            ["untested"] = Described("Why no test can hit the rule.", Prose()),
        },
    };

    // Four shapes: names, a list of values, bits under a mask, one value.
    private static JsonObject Condition() => new()
    {
        ["anyOf"] = new JsonArray(
            Named(),
            Shape(["in", "not_in"], "The list that the argument is, or is not, in.", List(Reference("value"))),
            Shape(["masked_eq"], "What the bits under the mask are.", Reference("value"), ("mask", Described("The bits that are compared.", Reference("value")))),
            Shape(
                ["eq", "ne", "lt", "le", "gt", "ge", "flags_subset_of"], "What the argument is compared with, always without a sign.", Reference("value"))),
    };

    private static JsonObject Named() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("index", "is"),
        ["properties"] = new JsonObject
        {
            ["index"] = Index(),
            ["is"] = Described(
                "A name of a file of constants, or a list of names of single numbers; 32 bits are looked at.",
                new JsonObject { ["anyOf"] = new JsonArray(Reference("name"), List(Reference("name"))) }),
        },
    };

    private static JsonObject Index() =>
        Described("The argument, 0 to 5.", new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 5 });

    private static JsonObject Shape(string[] operations, string description, JsonObject value, params (string Name, JsonObject Schema)[] more)
    {
        JsonObject properties = new()
        {
            ["index"] = Index(),
            ["op"] = Described("How it is compared.", OneOf(operations)),
            ["value"] = Described(description, value),
            ["width"] = Described(
                "32 looks at the low half only, where the kernel's own parameter has 32 bits; 64 when it says nothing.",
                new JsonObject { ["enum"] = new JsonArray(32, 64) }),
        };
        foreach ((string name, JsonObject schema) in more)
        {
            properties[name] = schema;
        }
        return new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = new JsonArray([.. more.Select(one => one.Name).Prepend("value").Prepend("op").Prepend("index").Select(name => (JsonNode)name)]),
            ["properties"] = properties,
        };
    }

    // An editor completes the names; a combination with | or a number is checked only by its form.
    private static JsonObject Value() => Described(
        "A decimal number, a hexadecimal one with 0x, a constant of C, or several of these joined by |.",
        new JsonObject
        {
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                Reference("constant"),
                Pattern(@"^(0x[0-9a-fA-F]+|[A-Z][A-Z0-9_]+|0|[1-9][0-9]*)( *\| *(0x[0-9a-fA-F]+|[A-Z][A-Z0-9_]+|0|[1-9][0-9]*))+$"),
                Pattern("^(0x[0-9a-fA-F]{1,16}|0|[1-9][0-9]*)$")),
        });

    private static JsonObject Number() => Described(
        "A number of 32 bits, decimal or hexadecimal with 0x.",
        new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = uint.MaxValue }, Pattern("^0x0*[0-9a-fA-F]{1,8}$")),
        });

    // Of the grants, and of a comparison of another width than the kernel's.
    private static IEnumerable<string> WarningIds() => Regex
        .Matches(System.IO.File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "seccomp-profiles", "DangerousGrant.cs")), "KP[0-9]{3}")
        .Select(match => match.Value)
        .Distinct()
        .Append("KP316")
        .Order(StringComparer.Ordinal);

    private static JsonObject Action(params string[] names) => new()
    {
        ["anyOf"] = new JsonArray(OneOf(names), Pattern(@"^errno\((E[A-Z0-9]+|[1-9][0-9]{0,3})\)$")),
    };

    private static JsonObject Described(string description, JsonObject schema)
    {
        JsonObject described = new() { ["description"] = description };
        foreach ((string key, JsonNode? value) in schema)
        {
            described[key] = value?.DeepClone();
        }
        return described;
    }

    private static JsonObject Requires(string name) => new() { ["required"] = new JsonArray(name) };

    // draft-07 ignores all siblings of a $ref.
    private static JsonObject Reference(string name) => new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }) };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = items };

    private static JsonObject OneOf(IEnumerable<string> names) => new() { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Prose() => new() { ["type"] = "string", ["pattern"] = @"\S" };
}
