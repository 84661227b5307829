using System.Runtime.InteropServices;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Tour;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await new LabCommandLine(Console.Out, Console.Error, new TourCommand(Console.Out, Console.Error).RunAsync).RunAsync(args, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
