using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Kiln.Profiles.Diagnostics;
using Xunit;

namespace Kiln.Profiles.Tests;

/// <summary>The documentation of the language lists exactly the existing ids.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void EveryIdIsListed()
    {
        string text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seccomp-profiles", "README.md"));
        IEnumerable<string> errors = typeof(Diagnostic).Assembly.GetType("Kiln.Profiles.Diagnostics.DiagnosticId")!
            .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(field => (string)field.GetRawConstantValue()!);
        string grants = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "seccomp-profiles", "DangerousGrant.cs"));
        string[] known = [.. errors.Concat(Id().Matches(grants).Select(match => match.Value)).Distinct().Order(StringComparer.Ordinal)];

        Assert.True(known.Length > 40, $"{known.Length} ids");
        Assert.Equal(known, TableId().Matches(text).SelectMany(row => Id().Matches(row.Value)).Select(match => match.Value).Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("KP[0-9]{3}")]
    private static partial Regex Id();

    [GeneratedRegex(@"^\| KP[0-9, KP]+ \|", RegexOptions.Multiline)]
    private static partial Regex TableId();
}
