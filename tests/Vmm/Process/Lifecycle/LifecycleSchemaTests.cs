using System.IO;
using System.Linq;
using System.Reflection;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Process.Lifecycle;
using NJsonSchema;
using Xunit;

namespace Kiln.Vmm.Tests.Process.Lifecycle;

/// <summary>Every line that the class can write is one of the schema, and the schema takes no other.</summary>
public sealed class LifecycleSchemaTests : IDisposable
{
    private const string Head = "\"version\":1,\"time\":\"2026-08-21T10:11:12.1234567Z\",\"id\":\"web-1\"";

    private static readonly JsonSchema _schema = JsonSchema.FromJsonAsync(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Process/Lifecycle/lifecycle-event.schema.json"))).GetAwaiter().GetResult();

    private readonly EventPipe _pipe = new();

    public static TheoryData<string> Reasons =>
    [
        "",
        "the guest reset itself",
        "\"a\\b\n\r\t\0\u001b[31m\u007f\u0085\u2028\u202e\u00e9\ud83d\ude00",
        "\ud800 and \udc00",
        new string('x', 511) + "\ud83d\ude00",
        new string('\ud83d', 100_000),
        new string('\u0001', 100_000),
    ];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void WhateverTheReasonEveryEventIsALineOfTheSchema(string reason)
    {
        LifecycleEvents events = new(_pipe.Writer, new string('a', 64), () => long.MaxValue);
        MethodInfo[] methods = Methods();
        foreach (MethodInfo method in methods)
        {
            method.Invoke(events, [.. method.GetParameters().Select(parameter => ArgumentOf(parameter, reason))]);
        }

        string[] lines = _pipe.ReadLines();
        Assert.Equal(methods.Length, lines.Length);
        Assert.All(lines, line => Assert.Empty(_schema.Validate(line)));
        Assert.All(lines, line => Assert.DoesNotContain(line, character => character is < ' ' or > '~'));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, LifecycleEventLine.MaximumLength - 1));
    }

    [Fact]
    public void TheSchemaListsTheEventsThatThereAre()
    {
        string[] events = [.. Methods().Select(method => method.Name).Select(name => char.ToLowerInvariant(name[0]) + name[1..])];

        Assert.Equal(8, events.Length);
        Assert.Equal(events.ToHashSet(), [.. _schema.Properties["event"].Enumeration.Cast<string>()]);
    }

    [Theory]
    [InlineData("\"event\":\"started\"")]
    [InlineData("\"event\":\"stopping\",\"reason\":\"SIGTERM\"")]
    [InlineData("\"event\":\"stopped\",\"status\":0,\"reason\":\"x\",\"lost\":7")]
    public void ARightLineIsTaken(string fields) => Assert.Empty(_schema.Validate($"{{{Head},{fields}}}"));

    [Theory]
    [InlineData("\"event\":\"started\",\"status\":0")]
    [InlineData("\"event\":\"paused\",\"reason\":\"x\"")]
    [InlineData("\"event\":\"failed\"")]
    [InlineData("\"event\":\"failed\",\"reason\":\"x\",\"status\":1")]
    [InlineData("\"event\":\"stopped\",\"reason\":\"x\"")]
    [InlineData("\"event\":\"stopped\",\"reason\":\"x\",\"status\":256")]
    [InlineData("\"event\":\"stopped\",\"reason\":\"x\",\"status\":\"0\"")]
    [InlineData("\"event\":\"ended\"")]
    [InlineData("\"event\":\"started\",\"lost\":0")]
    [InlineData("\"event\":\"started\",\"more\":1")]
    [InlineData("\"lost\":1")]
    public void AWrongLineIsRefused(string fields) => Assert.NotEmpty(_schema.Validate($"{{{Head},{fields}}}"));

    [Theory]
    [InlineData("\"version\":1", "\"version\":2")]
    [InlineData("12.1234567Z", "12Z")]
    [InlineData("web-1", "web_1")]
    [InlineData("\"id\":\"web-1\",", "")]
    public void AWrongHeadIsRefused(string right, string wrong) =>
        Assert.NotEmpty(_schema.Validate($"{{{Head},\"event\":\"started\"}}".Replace(right, wrong, StringComparison.Ordinal)));

    public void Dispose() => _pipe.Dispose();

    private static object ArgumentOf(ParameterInfo parameter, string reason) =>
        parameter.ParameterType == typeof(string) ? reason : ExitCode.IllegalInstruction;

    private static MethodInfo[] Methods() => [.. typeof(LifecycleEvents)
        .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method is { IsAssembly: true, IsSpecialName: false })];
}
