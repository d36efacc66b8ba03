using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using Kiln.Testing.Harness;
using NJsonSchema;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Kiln.Profiles.Tests.Schema;

/// <summary>The schema accepts and rejects what the compiler does.</summary>
public sealed class ProfileSchemaTests
{
    private const string Head = "profile: vcpu\ndefault: trap\n";

    private static readonly string _profiles = Path.Combine(AppContext.BaseDirectory, "seccomp-profiles");

    private static readonly JsonSchema _schema = JsonSchema.FromJsonAsync(ProfileSchema.Text).GetAwaiter().GetResult();

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(_profiles, "*.yaml").Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Right =>
    [
        "rules: [{syscall: exit, reason: r}]",
        "rules: [{syscall: [exit, write], reason: r, untested: u}]",
        "rules: [{syscall: mmap, reason: r, allow: [KP301]}]",
        "common: [write]\nrules: [{syscall: write, reason: r}]",
        "rules: [{syscall: write, action: errno(ENOSYS), reason: r}]",
        "rules: [{syscall: write, action: errno(4095), reason: r}]",
        "rules: [{syscall: write, action: kill_thread, reason: r}]",
        Condition("index: 0, op: eq, value: 1"),
        Condition("index: 5, op: ge, value: 0x10"),
        Condition("index: 0, op: flags_subset_of, value: PROT_READ|PROT_WRITE"),
        Condition("index: 0, op: eq, value: PROT_READ | 0x10, width: 32"),
        Condition("index: 0, op: in, value: [1, KVM_RUN]"),
        Condition("index: 0, op: not_in, value: [1]"),
        Condition("index: 0, op: masked_eq, mask: 0xF0, value: 0x10"),
        "include: [numbers]\n" + Condition("index: 0, is: SOME"),
        "include: [numbers]\n" + Condition("index: 0, is: [ONE, TWO]"),
    ];

    public static TheoryData<string> Wrong =>
    [
        "",
        "rules: []",
        "include: []",
        "include: [../vmm]",
        "rules: [exit]",
        "Rules: [{syscall: exit, reason: r}]",
        "rules: [{syscall: exit}]",
        "rules: [{reason: r}]",
        "rules: [{syscall: exitt, reason: r}]",
        "rules: [{syscall: [], reason: r}]",
        "rules: [{syscall: exit, reason: ''}]",
        "rules: [{syscall: exit, reason: r, when: now}]",
        "rules: [{syscall: exit, reason: r, action: permit}]",
        "rules: [{syscall: exit, reason: r, action: errno(0)}]",
        "rules: [{syscall: exit, reason: r, allow: [KP999]}]",
        "rules: [{syscall: exit, reason: r, args: []}]",
        "common: [exitt]\nrules: [{syscall: exit, reason: r}]",
        Condition("index: 6, op: eq, value: 1"),
        Condition("op: eq, value: 1"),
        Condition("index: 0, op: is, value: 1"),
        Condition("index: 0, op: eq, value: [1]"),
        Condition("index: 0, op: in, value: 1"),
        Condition("index: 0, op: in, value: []"),
        Condition("index: 0, op: eq, value: -1"),
        Condition("index: 0, op: eq, value: PROT_REED"),
        Condition("index: 0, op: eq, value: 1, mask: 1"),
        Condition("index: 0, op: masked_eq, value: 1"),
        Condition("index: 0, op: eq, value: 1, width: 16"),
        Condition("index: 0, op: eq, value: 1, argument: 1"),
        "include: [numbers]\n" + Condition("index: 0, is: some"),
        "include: [numbers]\n" + Condition("index: 0, is: SOME, width: 32"),
        "include: [numbers]\n" + Condition("index: 0, is: []"),
        "include: [numbers]\n" + Condition("is: SOME"),
    ];

    [Fact]
    public void TheSchemaIsTheOneThatTheLibraryGives()
    {
        string file = Path.Combine(Artifacts.Root, "seccomp-profiles/profile.schema.json");
        if (Environment.GetEnvironmentVariable("KILN_UPDATE") == "1")
        {
            File.WriteAllText(file, ProfileSchema.Text);
        }
        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == ProfileSchema.Text,
            "seccomp-profiles/profile.schema.json is out of date; run these tests once with KILN_UPDATE=1");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void AShippedProfileIsRight(string file) => Assert.True(Validates(File.ReadAllText(Path.Combine(_profiles, file))));

    [Theory]
    [MemberData(nameof(Right))]
    public void WhatTheCompilerTakesTheSchemaTakes(string rules)
    {
        Assert.True(Compiles(Head + rules));
        Assert.True(Validates(Head + rules));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void WhatTheSchemaRefusesTheCompilerRefuses(string rules)
    {
        Assert.False(Compiles(Head + rules));
        Assert.False(Validates(Head + rules));
    }

    [Theory]
    [InlineData("profile: vcpu\ndefault: allow\nrules: [{syscall: exit, reason: r}]")]
    [InlineData("profile: vcpu\nrules: [{syscall: exit, reason: r}]")]
    [InlineData("default: trap\nrules: [{syscall: exit, reason: r}]")]
    public void AWrongHeadIsRefusedByBoth(string text)
    {
        Assert.False(Compiles(text));
        Assert.False(Validates(text));
    }

    private static string Condition(string fields) => $"rules: [{{syscall: write, args: [{{{fields}}}], reason: r}}]";

    private static bool Validates(string yaml)
    {
        YamlStream stream = [];
        stream.Load(new StringReader(yaml));
        return _schema.Validate(ToJson(stream.Documents[0].RootNode)!.ToJsonString()).Count == 0;
    }

    private static bool Compiles(string text)
    {
        using ScratchProfiles profiles = new();
        profiles.Write("vcpu", text);
        profiles.Write("numbers", ScratchProfiles.Numbers);
        profiles.Write("launch", ScratchProfiles.UseOfNumbers);
        return profiles.Compile().Succeeded;
    }

    // As in YAML's core schema and in editors: plain digits are a number.
    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(
            mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, ToJson(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: var text } when long.TryParse(text, out long number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
