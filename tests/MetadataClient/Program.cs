using Amazon.Runtime;
using Amazon.Util;

namespace Kiln.MetadataClient;

/// <summary>
/// Asks the metadata service of its network as programs on EC2 do, with the SDK of AWS: what the machine is, and the credentials of its role. A program
/// of its own, since the SDK's threads must all be in the network namespace of the service.
/// </summary>
internal static class Program
{
    private static void Main()
    {
        Console.WriteLine($"instance {EC2InstanceMetadata.InstanceId}");
        Console.WriteLine($"type {EC2InstanceMetadata.InstanceType}");
        Console.WriteLine($"hostname {EC2InstanceMetadata.Hostname}");
        Console.WriteLine($"groups {string.Join(' ', EC2InstanceMetadata.SecurityGroups)}");
        Console.WriteLine($"user data {EC2InstanceMetadata.UserData}");
        Console.WriteLine($"region {EC2InstanceMetadata.Region?.SystemName}");
        ImmutableCredentials credentials = new InstanceProfileAWSCredentials().GetCredentials();
        Console.WriteLine($"key {credentials.AccessKey}");
        Console.WriteLine($"token {credentials.Token}");
    }
}
