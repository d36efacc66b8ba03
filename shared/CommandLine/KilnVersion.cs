namespace Kiln.CommandLine;

/// <summary>The version that every program of Kiln prints.</summary>
public static class KilnVersion
{
    /// <summary>The version alone, for programs that compare it.</summary>
    public const string Number = "0.1.0";

    /// <summary>Name and version, without a line end.</summary>
    public const string Text = $"Kiln v{Number}";

    /// <summary>The version of Firecracker whose API and command lines these programs have. Clients compare it, so it is a release.</summary>
    public const string ApiLevel = "1.17.0";
}
