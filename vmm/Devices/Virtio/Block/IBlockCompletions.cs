namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Hears what becomes of operations.</summary>
internal interface IBlockCompletions
{
    /// <summary>An operation is over. The gate is held.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="outcome">What became of it.</param>
    void Complete(in BlockOperation operation, BlockOutcome outcome);

    /// <summary>Some operations are over, and there is room for more. The gate is held, and nothing is being begun.</summary>
    void Continue();
}
