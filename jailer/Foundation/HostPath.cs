namespace Kiln.Jailer.Foundation;

/// <summary>A path as resolved on the host; meaningless inside the jail.</summary>
internal readonly record struct HostPath(string Text)
{
    /// <summary>Appends to this directory's path.</summary>
    /// <param name="name">One path component or several.</param>
    internal HostPath Below(string name) => new($"{Text.TrimEnd('/')}/{name}");

    /// <summary>Validates a path given on the command line.</summary>
    /// <param name="meaning">What the path should name, for the message.</param>
    /// <exception cref="JailerFailure">The text is empty or contains a NUL.</exception>
    internal static HostPath Parse(string option, string text, string meaning) => text.Length == 0 || text.Contains('\0')
        ? throw new JailerFailure($"{option} is empty or contains a NUL; give the path of {meaning}")
        : new HostPath(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
