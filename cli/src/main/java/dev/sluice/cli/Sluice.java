package dev.sluice.cli;

import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.cluster.Version;
import dev.sluice.cli.remote.AuditCommand;
import dev.sluice.cli.remote.KeyCommand;
import dev.sluice.cli.remote.NodeCommand;
import dev.sluice.cli.remote.PolicyCommand;
import dev.sluice.cli.remote.RecordsCommand;
import dev.sluice.cli.remote.ReportCommand;
import dev.sluice.cli.remote.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParseResult;

/** The {@code sluice} command. */
@Command(
        name = "sluice",
        description = "Sluice, a clustered secure web gateway: runs a whole cluster on this machine.",
        versionProvider = Sluice.VersionLine.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DownCommand.class,
            PolicyCommand.class,
            NodeCommand.class,
            KeyCommand.class,
            RecordsCommand.class,
            ReportCommand.class,
            VerifyCommand.class,
            AuditCommand.class,
            CompletionCommand.class,
            SuperviseCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed; the line on standard error says why and what to do",
            "2:the command was not understood",
            "3:the cluster does not run",
            "4:the cluster runs, but not every part or node is as it should be, or records are missing",
            "5:the supervisor is gone, but parts of the cluster still run"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice up                start a cluster and wait until it works",
            "  ./sluice status            show every part of it",
            "  ./sluice logs master       follow the master's log",
            "  ./sluice down              stop it; the data stays",
            "  ./sluice policy publish    make the draft the next revision and send it to the nodes",
            "  ./sluice node list         show what each node enforces",
            "  ./sluice verify            check that every node is as it should be",
            "  ./sluice test              install what the tests need and run them all"
        })
public final class Sluice {
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Sluice())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Sluice::report);
    }

    private static int report(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof Problem problem) {
            command.getErr().println("sluice: " + problem.what());
            command.getErr().println("        " + problem.fix());
        } else {
            command.getErr().println("sluice: unexpected failure: " + failure);
            failure.printStackTrace(command.getErr());
        }
        return ExitCode.FAILURE;
    }

    /** Prints {@code sluice VERSION}. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"sluice " + Version.current() + " (Java " + System.getProperty("java.version") + ")"};
        }
    }
}
