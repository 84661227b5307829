using System.Runtime.InteropServices;
using MdeHunting.Lab.Hosting;
using MdeHunting.Lab.Tour;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// The terminal was closed.
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
if (args is ["picture", var file])
{
    var manifest = ModuleManifest.Find() ?? throw new TourException("MdeHunting.psd1 is not above this program; run it from a checkout.");
    var session = await PictureSession.RecordAsync(manifest, isColored: true, stop.Token);
    await File.WriteAllTextAsync(file, new TerminalPicture(PictureSession.Width).Draw(session, PictureSession.Title), stop.Token);
    return 0;
}

return await new LabCommandLine(Console.Out, Console.Error, new TourCommand(Console.Out, Console.Error).RunAsync).RunAsync(args, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
