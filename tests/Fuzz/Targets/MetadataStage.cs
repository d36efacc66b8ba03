namespace Kiln.Fuzz.Targets;

/// <summary>The stages of the bytes that a guest sends to the metadata service.</summary>
internal enum MetadataStage
{
    Bytes,

    /// <summary>A request has an end.</summary>
    Complete,

    /// <summary>A request was understood.</summary>
    Understood,

    /// <summary>Data or a token were given.</summary>
    Given,

    /// <summary>They were given for several requests.</summary>
    GivenAgain,
}
