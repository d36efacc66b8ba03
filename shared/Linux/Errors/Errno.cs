namespace Kiln.Linux.Errors;

/// <summary>An error number of the kernel, for example 13, EACCES. Zero is success.</summary>
/// <param name="Number">The positive number, 0 to 133.</param>
public readonly partial record struct Errno(int Number)
{
    /// <summary>The name in <c>errno.h</c>, or <c>errno N</c> for a number that has none.</summary>
    public string Name => Number > 0 && Number < _names.Length && _names[Number].Length > 0 ? _names[Number] : $"errno {Number}";

    /// <summary>The error of a name, or null when there is none.</summary>
    /// <param name="name">For example <c>ENOSYS</c>.</param>
    public static Errno? Named(string name) => Array.IndexOf(_names, name) is > 0 and var number ? new Errno(number) : null;

    /// <summary>The form that people and Firecracker's clients read: <c>EACCES: Permission denied (os error 13)</c>.</summary>
    public override string ToString() => $"{Name}: {Text} (os error {Number})";
}
