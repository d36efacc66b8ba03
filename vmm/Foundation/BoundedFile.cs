using Kiln.Linux.Descriptors;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>Reads a file named on the command line, of any kind and with a limit on its length.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <param name="what">The file's purpose, for messages.</param>
    /// <param name="option">The option that names the file, for messages.</param>
    /// <param name="maximumLength">The longest accepted file, in bytes.</param>
    /// <exception cref="VmmFailure">The file cannot be opened or read, or is longer.</exception>
    internal static byte[] Read(string path, string what, string option, int maximumLength)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY, 0, out OwnedDescriptor? file) is { } error)
        {
            throw new VmmFailure($"cannot open the {what} {path}: {error.Errno}{AccessCure.Of(error.Errno, "read")}; check {option}");
        }
        using (file)
        {
            return ReadToEnd(file!.Descriptor, $"{what} {path}", option, maximumLength);
        }
    }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="what">The input's purpose, for messages.</param>
    /// <param name="option">The option that names the input, for messages.</param>
    /// <param name="maximumLength">The longest accepted input, in bytes.</param>
    /// <exception cref="VmmFailure">Standard input cannot be read, or is longer.</exception>
    internal static byte[] ReadStandardInput(string what, string option, int maximumLength) =>
        ReadToEnd(Descriptor.StandardInput, $"{what} on standard input", option, maximumLength);

    private static byte[] ReadToEnd(Descriptor file, string what, string option, int maximumLength)
    {
        if (FileBytes.TryRead(file, maximumLength, out FileBytes? content) is { } error)
        {
            throw new VmmFailure($"cannot read the {what}: {error.Errno}; check {option}");
        }
        using (content)
        {
            return content!.Bytes.Length <= maximumLength
                ? content.Bytes.ToArray()
                : throw new VmmFailure($"the {what} is larger than {maximumLength} bytes; check {option}");
        }
    }
}
