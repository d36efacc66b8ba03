namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The stages of a file of users or groups.</summary>
internal enum AccountStage
{
    Lines,

    /// <summary>The file contains the name.</summary>
    Found,
}
