namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>How far a file of users or groups gets.</summary>
internal enum AccountStage
{
    /// <summary>It is lines.</summary>
    Lines,

    /// <summary>It has the name that is looked for.</summary>
    Found,
}
