using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Tests.Schema;

/// <summary>
/// Makes profile.schema.json, by which editors complete and check profiles, from the library's own names: the schema cannot know a call or a
/// constant that the compiler does not, nor miss one.
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
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["required"] = new JsonArray("profile", "default"),
        ["anyOf"] = new JsonArray(Requires("include"), Requires("rules")),
        ["properties"] = new JsonObject
        {
            ["profile"] = Described("The file's name without .yaml.", Pattern("^[a-z]+$")),
            ["default"] = Described("The answer to a call that no rule answers; it never lets a call through.", Action("trap", "kill_thread", "kill_process")),
            ["include"] = Described("Profiles beside this one, whose rules are asked first; each counts once.", List(Pattern("^[a-z]+$"))),
            ["common"] = Described("Calls that the program tests before it searches, most frequent first.", List(Reference("syscall"))),
            ["rules"] = Described("Asked in their order; the first whose conditions all hold answers.", List(Reference("rule"))),
        },
        ["definitions"] = new JsonObject
        {
            ["syscall"] = Described("A system call of x86_64, by name.", OneOf(SyscallTable.Numbers.Select(number => SyscallTable.NameOf(number)!))),
            ["constant"] = OneOf(NamedConstants.All.Select(constant => constant.Name).Distinct()),
            ["value"] = Value(),
            ["rule"] = Rule(),
            ["condition"] = Condition(),
        },
    }.ToJsonString(_readable) + "\n";

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
            ["allow"] = Described("Warnings that the reason answers for.", List(OneOf(DangerousGrantIds()))),
            ["untested"] = Described("Why no test can hit the rule.", Prose()),
        },
    };

    // Three shapes: a list of values, bits under a mask, one value.
    private static JsonObject Condition() => new()
    {
        ["anyOf"] = new JsonArray(
            Shape(["in", "not_in"], "The list that the argument is, or is not, in.", List(Reference("value"))),
            Shape(["masked_eq"], "What the bits under the mask are.", Reference("value"), ("mask", Described("The bits that are compared.", Reference("value")))),
            Shape(
                ["eq", "ne", "lt", "le", "gt", "ge", "flags_subset_of"], "What the argument is compared with, always without a sign.", Reference("value"))),
    };

    private static JsonObject Shape(string[] operations, string description, JsonObject value, params (string Name, JsonObject Schema)[] more)
    {
        JsonObject properties = new()
        {
            ["index"] = Described("The argument, 0 to 5.", new JsonObject { ["type"] = "integer", ["minimum"] = 0, ["maximum"] = 5 }),
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

    // An editor offers the names; whatever is joined by | or is a number is checked by its shape.
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

    private static IEnumerable<string> DangerousGrantIds() => Regex
        .Matches(System.IO.File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "seccomp-profiles", "DangerousGrant.cs")), "KP[0-9]{3}")
        .Select(match => match.Value)
        .Distinct()
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

    // Beside a reference draft-07 ignores everything else.
    private static JsonObject Reference(string name) => new() { ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }) };

    private static JsonObject List(JsonObject items) => new() { ["type"] = "array", ["minItems"] = 1, ["items"] = items };

    private static JsonObject OneOf(IEnumerable<string> names) => new() { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private static JsonObject Pattern(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    private static JsonObject Prose() => new() { ["type"] = "string", ["pattern"] = @"\S" };
}
