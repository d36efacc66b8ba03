using System.IO;
using System.Text;

namespace Kiln.Profiles.Build;

/// <summary>
/// Runs inside the build: <c>PROFILES OUTPUT.cs NAMESPACE</c> compiles the profiles into a source file of the binary that embeds them.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is not [string profiles, string output, string @namespace])
        {
            Console.Error.WriteLine("usage: PROFILES OUTPUT.cs NAMESPACE");
            return 2;
        }
        ProfileCompilation compilation = new ProfileDirectory(profiles).Compile();
        if (compilation.Succeeded)
        {
            File.WriteAllText(output, Source(compilation.FilterSet, @namespace));
            return 0;
        }
        foreach (Diagnostic error in compilation.Diagnostics)
        {
            // The form that the build engine takes for an error of a source file.
            Console.Error.WriteLine($"{error.File}({error.Line},{error.Column}): error {error.Id}: {error.Message}");
        }
        return 1;
    }

    private static string Source(byte[] set, string @namespace)
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
}
