namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Receives completions from an engine. The device's gate is held during every call.</summary>
internal interface IBlockCompletions
{
    void Complete(in BlockOperation operation, BlockOutcome outcome);

    /// <summary>Called after completions that made room for more operations, and outside of any other call to the engine.</summary>
    void Continue();
}
