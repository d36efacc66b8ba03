namespace Kiln.Linux.Errors;

/// <summary>A kernel error number, for example 13, EACCES. Zero is success.</summary>
/// <param name="Number">The positive number, 0 to 133.</param>
public readonly partial record struct Errno(int Number)
{
    /// <summary>The name in <c>errno.h</c>, or <c>errno N</c> for a number that has none.</summary>
    public string Name => ErrnoTable.NameOf(Number) ?? $"errno {Number}";

    /// <summary>
    /// A description of the error, for example <c>Permission denied</c>; always musl's wording. Firecracker's binaries are linked with musl,
    /// and its clients match the text.
    /// </summary>
    public string Text => ErrnoTable.TextOf(Number) ?? "No error information";

    /// <summary>The description without the name, as Firecracker's messages have it: <c>Permission denied (os error 13)</c>.</summary>
    public string Description => $"{Text} (os error {Number})";

    /// <summary>Looks up an error by name; null when it is unknown.</summary>
    /// <param name="name">For example <c>ENOSYS</c>.</param>
    public static Errno? Named(string name) => ErrnoTable.NumberOf(name) is { } number ? new Errno(number) : null;

    /// <summary>Formats as Firecracker's clients expect: <c>EACCES: Permission denied (os error 13)</c>.</summary>
    public override string ToString() => $"{Name}: {Description}";
}
