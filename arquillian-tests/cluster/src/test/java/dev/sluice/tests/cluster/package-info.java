/** The whole cluster as its users meet it: started by the command, used by real clients, broken on purpose. */
package dev.sluice.tests.cluster;
