using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Abi;
using Xunit;

namespace Kiln.Linux.Tests.Headers;

/// <summary>
/// Compares types with the C headers that they mirror: generates a C file of static assertions for every literal, size and field offset, and
/// compiles it.
/// </summary>
internal sealed class HeaderCheck
{
    // The size that C# gives a struct without fields.
    private const int LeastSize = 1;

    private static readonly bool _compilerIsThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, "gcc")));

    // One file per header: headers of the C library and the kernel cannot always be included together.
    private readonly SortedDictionary<string, StringBuilder> _assertions = new(StringComparer.Ordinal);
    private readonly List<string> _unconfirmed = [];

    internal int Count { get; private set; }

    /// <summary>Literals and structs with neither a header nor a reason why none can confirm them.</summary>
    internal IReadOnlyList<string> Unconfirmed => _unconfirmed;

    /// <summary>Adds the literals of a type, and its layout.</summary>
    internal void Add(Type type)
    {
        AddLayout(type);
        if (type.GetCustomAttribute<NotInHeaderAttribute>() is not null)
        {
            return;
        }
        CHeaderAttribute? mirror = type.GetCustomAttribute<CHeaderAttribute>();
        foreach (FieldInfo literal in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => field.IsLiteral && field.GetCustomAttribute<NotInHeaderAttribute>() is null && field.FieldType != typeof(string)))
        {
            AddLiteral(type, literal, mirror);
        }
    }

    /// <summary>Adds only the layout of a type, if it has one.</summary>
    internal void AddLayout(Type type)
    {
        if (type is { IsEnum: false, IsByRefLike: false } && type.GetCustomAttribute<NotInHeaderAttribute>() is null && HasLayout(type))
        {
            AddStruct(type, type.GetCustomAttribute<CHeaderAttribute>());
        }
    }

    /// <param name="name">The name in C.</param>
    /// <param name="header">The header that defines it.</param>
    internal void Add(string name, ulong value, string header)
    {
        Demand(header, $"((unsigned long long)({name}) & 0xffffffffULL) == 0x{value:x}ULL", name);
    }

    /// <returns>For each header that disagrees, its name and the compiler's errors; empty when all agree.</returns>
    internal string Compile() => string.Concat(_assertions.Select(header => Compile(header.Key, header.Value.ToString())));

    private static string Compile(string header, string assertions)
    {
        Assert.SkipUnless(_compilerIsThere, "there is no gcc to compare with the system's headers; install gcc and libc6-dev");
        // Some headers leave the macros of request numbers to whoever includes them.
        string source = $"#define _GNU_SOURCE\n#include <stddef.h>\n#include <linux/ioctl.h>\n#include <{header}>\n{assertions}";
        string file = Path.Combine(Path.GetTempPath(), $"kiln-headers-{Guid.NewGuid():N}.c");
        File.WriteAllText(file, source);
        try
        {
            using Process compiler = Process.Start(
                new ProcessStartInfo("gcc", ["-std=gnu11", "-fsyntax-only", "-w", file]) { RedirectStandardError = true })!;
            string complaints = compiler.StandardError.ReadToEnd();
            compiler.WaitForExit();
            // A compiler that fails silently must not count as agreement.
            return compiler.ExitCode == 0 ? "" : $"<{header}> of this system disagrees, or lacks a name (status {compiler.ExitCode}):\n{complaints}";
        }
        finally
        {
            File.Delete(file);
        }
    }

    private void AddLiteral(Type type, FieldInfo literal, CHeaderAttribute? mirror)
    {
        if (mirror is null)
        {
            _unconfirmed.Add($"{type.FullName}.{literal.Name}");
            return;
        }
        // Compared in 64 bits, both sides truncated to the literal's width: C makes some constants signed and some not.
        object value = literal.GetRawConstantValue()!;
        int bits = Marshal.SizeOf(value.GetType()) * 8;
        ulong pattern = unchecked(value is IConvertible number && IsSigned(value) ? (ulong)number.ToInt64(null) : Convert.ToUInt64(value, null));
        ulong mask = bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
        Demand(mirror.Header, $"((unsigned long long)({literal.Name}) & 0x{mask:x}ULL) == 0x{pattern & mask:x}ULL", $"{type.Name}.{literal.Name}");
    }

    private void AddStruct(Type type, CHeaderAttribute? mirror)
    {
        if (mirror is null)
        {
            _unconfirmed.Add(type.FullName!);
            return;
        }
        if (Marshal.SizeOf(type) != SizeOf(type))
        {
            _unconfirmed.Add($"{type.FullName}: not blittable, so the offsets that reflection tells are not those in memory");
            return;
        }
        string name = mirror.CType ?? $"struct {type.Name}";
        Demand(mirror.Header, $"sizeof({name}) {(mirror.MayGrow ? ">=" : "==")} {SizeOf(type)}", $"{type.Name}: size");
        foreach (FieldInfo field in FieldsOf(type))
        {
            Demand(mirror.Header, $"offsetof({name}, {field.Name}) == {OffsetOf(type, field)}", $"{type.Name}.{field.Name}: offset");
            Demand(mirror.Header, $"sizeof((({name} *)0)->{field.Name}) == {SizeOf(field)}", $"{type.Name}.{field.Name}: size");
        }
    }

    private void Demand(string header, string condition, string what)
    {
        if (!_assertions.TryGetValue(header, out StringBuilder? assertions))
        {
            assertions = new StringBuilder();
            _assertions.Add(header, assertions);
        }
        assertions.Append("_Static_assert(").Append(condition).Append(", \"").Append(what).Append("\");\n");
        Count++;
    }

    // A struct whose fields only its own type can set, such as a typed descriptor, is not passed to the kernel, and one that holds references
    // cannot be, unless its layout is declared. For a class a declared layout can be detected; for a struct not always.
    private static bool HasLayout(Type type) => type.IsExplicitLayout || (type.IsValueType
        ? type.GetCustomAttribute<CHeaderAttribute>() is not null || type.StructLayoutAttribute is { Pack: > 0 and < 8 } or { Size: > LeastSize }
            || (FieldsOf(type).Any(field => !field.IsPrivate) && !HoldsReferences(type))
        : type.IsLayoutSequential);

    private static bool HoldsReferences(Type type) => type.ContainsGenericParameters
        || (bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!.MakeGenericMethod(type).Invoke(null, null)!;

    private static FieldInfo[] FieldsOf(Type type) => type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    private static bool IsSigned(object value) => value is sbyte or short or int or long;

    private static int SizeOf(FieldInfo field) => field.GetCustomAttribute<FixedBufferAttribute>() is { } buffer
        ? Marshal.SizeOf(buffer.ElementType) * buffer.Length
        : SizeOf(field.FieldType);

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(Plain(type)).Invoke(null, null)!;

    private static Type Plain(Type type) => type.IsPointer ? typeof(nint) : type;

    // The marshaled layout equals the one in memory: AddStruct rejects other structs.
    private static int OffsetOf(Type type, FieldInfo field) => (int)Marshal.OffsetOf(type, field.Name);
}
