using System.Linq;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Vmm.Tests.Mmds.Clients;

/// <summary>Programs that were made for EC2 find what they look for.</summary>
public sealed class Ec2ClientTests
{
    private const string Metadata = """
        {"latest": {
            "meta-data": {
                "instance-id": "i-0abc", "instance-type": "kiln.micro", "hostname": "web-1", "security-groups": "one\ntwo",
                "placement": {"availability-zone": "eu-central-1a", "region": "eu-central-1"},
                "public-keys": {"0": {"openssh-key": "ssh-ed25519 AAAA key"}},
                "iam": {
                    "info": "{\"Code\":\"Success\",\"LastUpdated\":\"2026-01-01T00:00:00Z\",\"InstanceProfileArn\":\"arn:aws:iam::1:role/web\",\"InstanceProfileId\":\"AIP\"}",
                    "security-credentials": {
                        "web": "{\"Code\":\"Success\",\"LastUpdated\":\"2026-01-01T00:00:00Z\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"AKIA1\",\"SecretAccessKey\":\"s\",\"Token\":\"t1\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"}}},
            "dynamic": {"instance-identity": {"document": "{\"region\":\"eu-central-1\",\"instanceId\":\"i-0abc\"}"}},
            "user-data": "#cloud-config\n"}}
        """;

    // Prints what cloud-init makes of the service, as its data source for EC2 crawls it: keys, or a token first.
    private const string CloudInit = """
        import json, sys
        sys.path.insert(0, sys.argv[1])
        from cloudinit import url_helper
        from cloudinit.sources.helpers import ec2
        headers = {}
        if sys.argv[2] == "V2":
            token = url_helper.readurl("http://169.254.169.254/latest/api/token", request_method="PUT",
                                       headers={"X-aws-ec2-metadata-token-ttl-seconds": "21600"}, timeout=10).contents.decode()
            headers = {"X-aws-ec2-metadata-token": token}
        md = ec2.get_instance_metadata(api_version="latest", headers_cb=lambda url: headers)
        ud = ec2.get_instance_userdata(api_version="latest", headers_cb=lambda url: headers)
        print(json.dumps({"md": md, "ud": ud.decode()}, sort_keys=True))
        """;

    [Theory]
    [InlineData("V1")]
    [InlineData("V2")]
    public void CloudInitCrawlsAll(string version) => ServiceNetwork.Run(Metadata, network =>
    {
        Requires.CloudInit();
        network.Server.NeedsToken = version == "V2";

        string found = ServiceNetwork.Run(Requires.Python, "-c", CloudInit, Artifacts.CloudInit, version);

        Assert.Contains("\"ud\": \"#cloud-config\\n\"", found, StringComparison.Ordinal);
        foreach (string part in (string[])["\"instance-id\": \"i-0abc\"", "\"security-groups\": [\"one\", \"two\"]", "\"region\": \"eu-central-1\"", "ssh-ed25519 AAAA key"])
        {
            Assert.Contains(part, found, StringComparison.Ordinal);
        }
    });

    [Fact]
    public void TheSdkFindsMachineAndCredentials() => ServiceNetwork.Run(Metadata, network =>
    {
        network.Server.NeedsToken = true;
        network.Server.IsImdsCompatible = true;

        string[] lines = ServiceNetwork.Run(Artifacts.MetadataClient).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            ["instance i-0abc", "type kiln.micro", "hostname web-1", "groups one two", "user data #cloud-config", "region eu-central-1", "key AKIA1", "token t1"],
            lines.Select(line => line.TrimEnd()));
    });
}
