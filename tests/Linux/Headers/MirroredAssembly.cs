using System.Linq;
using System.Reflection;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Tests.Headers;

/// <summary>An assembly with types that mirror C headers.</summary>
/// <param name="Assembly">The assembly.</param>
/// <param name="Namespaces">Those in which everything mirrors a header or says why it does not, each with everything below it.</param>
internal sealed record MirroredAssembly(Assembly Assembly, params string[] Namespaces)
{
    /// <summary>The types of those namespaces, and those elsewhere that name a header.</summary>
    internal IEnumerable<Type> Types => Assembly.GetTypes()
        .Where(type => !IsGenerated(type) && (IsInside(type) || type.GetCustomAttribute<CHeaderAttribute>() is not null));

    private bool IsInside(Type type) => type.Namespace is { } name
        && Namespaces.Any(wanted => name == wanted || name.StartsWith(wanted + ".", StringComparison.Ordinal));

    // Closures, inline array helpers and fixed buffers of the compiler have names that C# cannot spell.
    private static bool IsGenerated(Type type) => type.FullName!.Contains('<', StringComparison.Ordinal);
}
