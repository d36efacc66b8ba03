namespace Kiln.CommandLine;

/// <summary>The version that every program of Kiln prints.</summary>
public static class KilnVersion
{
    /// <summary>Name and version, without a line end.</summary>
    public const string Text = "Kiln v0.1.0";
}
