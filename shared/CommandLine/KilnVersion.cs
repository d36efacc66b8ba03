namespace Kiln.CommandLine;

/// <summary>The version that every program of Kiln prints.</summary>
public static class KilnVersion
{
    /// <summary>The version alone, for programs that compare it.</summary>
    public const string Number = "0.2.0";

    /// <summary>Name and version, without a line end.</summary>
    public const string Text = $"Kiln v{Number}";

    /// <summary>The Firecracker release whose API and command lines these programs implement. Clients compare it.</summary>
    public const string ApiLevel = "1.17.0";
}
