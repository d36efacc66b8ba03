using System.Threading;
using Kiln.Testing.Vmm.Api;
using Kiln.Vmm.Control;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Model;
using Kiln.Vmm.Tests.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>What is refused changes nothing, and is refused in the words of its action; what fails is logged as well.</summary>
[Collection(LogLevelCollection.Name)]
public sealed class ControllerTests
{
    [Fact]
    public void ASerialPathForWhichThereIsNoRoomIsRefusedWithoutACategory()
    {
        BootSource source = new("k", null, new string('a', ConfigurationText.Most - 1));
        Controller controller = new(new FakeHost(), VmConfiguration.Default with { BootSource = source });

        ActionResult result = controller.Execute(new ConfigureSerial(SerialConfiguration.Default with { OutputPath = "/a" }));

        Assert.Equal("the configuration is 262146 bytes long; at most 262144 are taken; shorten its paths", result.Refusal);
        Assert.Equal(result.Refusal, result.Cause);
        Assert.Null(controller.Description.Configuration.Serial.OutputPath);
    }

    // A silent thread does not log: what a line throws there shows that there is one.
    [Fact]
    public void WhatNobodyThoughtOfIsLogged()
    {
        Controller controller = new(new FakeHost { Failure = new ArgumentException("what nobody thought of") }, VmConfiguration.Default);
        Exception? thrown = null;
        Thread thread = new(() =>
        {
            Logger.SilenceThread();
            thrown = Record.Exception(() => controller.Execute(new ConfigureLogger(new LoggerConfiguration())));
        });
        thread.Start();
        thread.Join();

        Assert.IsType<MisplacedLine>(thrown);
    }
}
