using System.Linq;
using System.Text;
using Kiln.Profiles.Sources;

namespace Kiln.Profiles.Build;

/// <summary>Generates source files that embed the shipped profiles in a binary.</summary>
internal static class EmbeddedSource
{
    /// <summary>Generates a class that holds a filter set.</summary>
    internal static string OfSet(byte[] set, string @namespace)
    {
        StringBuilder source = new();
        source.Append($$"""
            // Generated from seccomp-profiles by the build.
            namespace {{@namespace}};

            /// <summary>The filter set of the shipped profiles.</summary>
            internal static class EmbeddedFilterSet
            {
                /// <summary>The set, in the container's format.</summary>
                internal static System.ReadOnlySpan<byte> Bytes =>
                [

            """);
        for (int start = 0; start < set.Length; start += 16)
        {
            source.Append("        ");
            foreach (byte value in set.AsSpan(start, Math.Min(16, set.Length - start)))
            {
                source.Append("0x").Append(value.ToString("X2")).Append(", ");
            }
            source.Length--;
            source.Append('\n');
        }
        return source.Append("    ];\n}\n").ToString();
    }

    /// <summary>Generates a class that holds the texts of profiles.</summary>
    internal static string OfTexts(IProfileSource profiles, string @namespace)
    {
        StringBuilder source = new();
        source.Append($$"""
            // Generated from seccomp-profiles by the build.
            namespace {{@namespace}};

            /// <summary>The texts of the shipped profiles.</summary>
            internal static class EmbeddedProfiles
            {
                /// <summary>The texts by name.</summary>
                internal static System.Collections.Generic.Dictionary<string, string> Texts => new()
                {

            """);
        foreach (string name in profiles.Names.Order(StringComparer.Ordinal))
        {
            // C# and YAML plain text differ only in quotation marks and backslashes; line ends are kept.
            string literal = profiles.Read(name).Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            source.Append($"        [\"{name}\"] = \"{literal}\",\n");
        }
        return source.Append("    };\n}\n").ToString();
    }
}
